"""A partnership's life: which state may follow which, by what, and what that means to those in it. One table."""

from dataclasses import dataclass

from tenants.states import State


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One step. Where `to` names several states, the partnership goes back to the one that it came from."""

    verb: str
    start: tuple[State, ...]
    to: tuple[State, ...]
    sentence: str
    is_grave: bool = False
    """Whether it takes something from people, so that its button warns."""


IN_USE = (State.DEMONSTRATION, State.LIVE)

LIFE = [
    Transition(
        verb="provision",
        start=(State.PROSPECT,),
        to=IN_USE,
        sentence="It gets its schema, roles, tables and addresses, and its administrator is invited.",
    ),
    Transition(
        verb="go-live",
        start=(State.DEMONSTRATION,),
        to=(State.LIVE,),
        sentence="It works with real people from now on. Nothing is emptied, so it must hold no demonstration people.",
    ),
    Transition(
        verb="suspend",
        start=(State.DEMONSTRATION, State.LIVE, State.LEAVING),
        to=(State.SUSPENDED,),
        sentence="Those who safeguard can still read. Nothing can be changed, until it is resumed.",
        is_grave=True,
    ),
    Transition(
        verb="resume",
        start=(State.SUSPENDED,),
        to=(State.DEMONSTRATION, State.LIVE, State.LEAVING),
        sentence="It goes on as it was before it was suspended.",
    ),
    Transition(
        verb="leave",
        start=(State.LIVE, State.SUSPENDED),
        to=(State.LEAVING,),
        sentence="What is there can be read, not changed. After a waiting time it can be erased.",
        is_grave=True,
    ),
    Transition(
        verb="stay",
        start=(State.LEAVING,),
        to=IN_USE,
        sentence="It does not leave after all, and goes on as when it was last in use.",
    ),
    Transition(
        verb="erase",
        start=(State.LEAVING,),
        to=(State.ERASED,),
        sentence="Its schema, roles, addresses and stored files are gone for good. Its name stays on the list.",
        is_grave=True,
    ),
]
TRANSITIONS = {transition.verb: transition for transition in LIFE}


def follows(verb: str, state: str) -> bool:
    """Whether a partnership in this state can take this step."""
    return state in TRANSITIONS[verb].start
