"""Downloads of attachments."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from .. import attachments
from ..models import Attachment


@require_safe
def download(request, pk):
    """The file, to those who may see what it belongs to; 404 for others, who learn nothing."""
    attachment = get_object_or_404(Attachment.objects.select_related("content_type"), pk=pk)
    if not attachments.may_read(request.user, attachment):
        raise Http404
    return attachments.download(attachment)
