from django.urls import path

from core.access.lists.export import export_path
from core.agreements.lists import AgreementList
from core.agreements.views import agreements, signatures, terms

urlpatterns = [
    path("agreements/", agreements.agreement_list, name="agreement-list"),
    export_path(AgreementList, under="agreements/", name="agreement-export"),
    path("agreements/draft/", agreements.draft, name="agreement-draft"),
    path("agreements/terms/", terms.term_list, name="term-list"),
    path("agreements/terms/<slug:kind>/add/", terms.add_term, name="term-add"),
    path("agreements/terms/<slug:kind>/<slug:code>/change/", terms.change_term, name="term-change"),
    path("agreements/terms/<slug:kind>/<slug:code>/retire/", terms.retire_term, name="term-retire"),
    path("agreements/terms/<slug:kind>/<slug:code>/reinstate/", terms.reinstate_term, name="term-reinstate"),
    path("agreements/<slug:reference>/", agreements.agreement_detail, name="agreement-detail"),
    path("agreements/<slug:reference>/change/", agreements.change, name="agreement-change"),
    path("agreements/<slug:reference>/offer/", agreements.offer, name="agreement-offer"),
    path("agreements/<slug:reference>/return-to-draft/", agreements.return_to_draft, name="agreement-return"),
    path("agreements/<slug:reference>/replace/", agreements.replace, name="agreement-replace"),
    path("agreements/<slug:reference>/sign/", signatures.sign, name="agreement-sign"),
    path("agreements/<slug:reference>/leave/", signatures.leave, name="agreement-leave"),
    path("agreements/<slug:reference>/withdraw/", signatures.withdraw, name="agreement-withdraw"),
    path("agreements/<slug:reference>/review/", signatures.set_review, name="agreement-review"),
]
