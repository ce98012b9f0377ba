"""The page of notices, and marking one as done."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.access.guards import require_permission
from core.access.pages import url_for
from core.access.principal import may
from core.accounts.requests import SignedInRequest
from core.audit import recording
from core.tasks import actions
from core.tasks.due import lines_of
from core.tasks.models import Notice
from core.tasks.permissions import NOTICE_COMPLETE, NOTICE_READ

PER_PAGE = 50


@require_permission(NOTICE_READ)
@require_safe
def notice_list(request: SignedInRequest) -> HttpResponse:
    """The user's notices, newest first: open ones, and those done in the last 30 days."""
    notices = Notice.objects.visible_to(request.user).open_or_recently_done().with_answers().newest_first()
    page = Paginator(notices, PER_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(page, request.user)
    if lines:
        done_by = [line.notice.done_by for line in lines if line.notice.done_by]
        recording.seen(request, [*(line.record for line in lines), *done_by])
    context = {"lines": lines, "numbered": page, "may_complete": may(request.user, NOTICE_COMPLETE)}
    return render(request, "tasks/notice-list.html", context)


@require_permission(NOTICE_COMPLETE)
@require_POST
def complete_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Marks a notice as done, and redirects back to the page that it was on, which shows it again if it changed."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    try:
        actions.complete_notice(notice=notice, seen=request.POST.get("seen", ""), by=request.user)
    except actions.NoticeChanged:
        messages.warning(request, "The notice has changed since you opened the page. Read it again before it is done.")
    else:
        messages.success(request, "The notice is marked as done.")
    return redirect("notice-list" if request.POST.get("back") == "notices" else url_for("start"))
