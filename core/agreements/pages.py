"""The names of the pages of agreements."""

from core.access.pages import page

page("agreement-list", "Agreements")
page("agreement-detail", "Agreement")
page("agreement-export", "Agreements, export")
page("agreement-draft", "Draft an agreement")
page("agreement-change", "Change an agreement")
page("agreement-offer", "Offer an agreement")
page("agreement-return", "Return an agreement to draft")
page("agreement-replace", "Replace an agreement")
page("agreement-sign", "Sign an agreement")
page("agreement-leave", "Leave an agreement")
page("agreement-withdraw", "Withdraw an agreement")
page("agreement-review", "Review of an agreement")
page("term-list", "Purposes and lawful bases")
