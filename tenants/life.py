"""The states of a partnership and the steps between them, each with what it means to its members."""

from dataclasses import dataclass

from tenants.states import State


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One step. If `to` has several states, the partnership returns to the one that it was in before."""

    verb: str
    start: tuple[State, ...]
    to: tuple[State, ...]
    sentence: str
    is_destructive: bool = False
    """Whether people lose something by it, so that its button warns."""


IN_USE = (State.DEMONSTRATION, State.LIVE)

LIFE = [
    Transition(
        verb="provision",
        start=(State.PROSPECT,),
        to=IN_USE,
        sentence="It gets its schema, roles, tables and domains, and its administrator is invited.",
    ),
    Transition(
        verb="go-live",
        start=(State.DEMONSTRATION,),
        to=(State.LIVE,),
        sentence="It is used for real from now on. No data are deleted, so it must not contain demonstration people.",
    ),
    Transition(
        verb="suspend",
        start=(State.DEMONSTRATION, State.LIVE, State.LEAVING),
        to=(State.SUSPENDED,),
        sentence="Safeguarding roles can still read. Nothing can be changed until it is resumed.",
        is_destructive=True,
    ),
    Transition(
        verb="resume",
        start=(State.SUSPENDED,),
        to=(State.DEMONSTRATION, State.LIVE, State.LEAVING),
        sentence="It returns to the state that it was in before it was suspended.",
    ),
    Transition(
        verb="leave",
        start=(State.LIVE, State.SUSPENDED),
        to=(State.LEAVING,),
        sentence="Its data can be read, not changed. After a waiting time it can be erased.",
        is_destructive=True,
    ),
    Transition(
        verb="stay",
        start=(State.LEAVING,),
        to=IN_USE,
        sentence="It does not leave after all, and returns to the state in which it was last used.",
    ),
    Transition(
        verb="erase",
        start=(State.LEAVING,),
        to=(State.ERASED,),
        sentence="Its schema, roles, domains and stored files are deleted for good. Its name stays on the list.",
        is_destructive=True,
    ),
]
TRANSITIONS = {transition.verb: transition for transition in LIFE}


def follows(verb: str, state: str) -> bool:
    """Whether this step is possible from this state."""
    return state in TRANSITIONS[verb].start
