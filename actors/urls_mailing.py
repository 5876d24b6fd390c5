"""Addresses of mailing lists and of mails to them."""

from django.urls import path, re_path

from .views import mailing, mailing_use, mailings

_ALL = "intern/verteiler/"
_ONE = f"{_ALL}<int:pk>/"
_MAIL = f"{_ALL}mails/<int:pk>/"

urlpatterns = [
    path(_ALL, mailing.index, name="mailing_lists"),
    path(f"{_ALL}neu/", mailing.create, name="mailing_list_create"),
    path(f"{_ALL}eintrag/", mailing.entry, name="mailing_entry"),
    path(f"{_ALL}abgemeldet/", mailing.opt_outs, name="mailing_opt_outs"),
    path(f"{_ALL}abgemeldet/<int:pk>/zuruecknehmen/", mailing.opt_out_undo, name="mailing_opt_out_undo"),
    path(_ONE, mailing.show, name="mailing_list"),
    path(f"{_ONE}bearbeiten/", mailing.edit, name="mailing_list_edit"),
    path(f"{_ONE}archivieren/", mailing.archive, name="mailing_list_archive"),
    path(f"{_ONE}wiederherstellen/", mailing.restore, name="mailing_list_restore"),
    path(f"{_ONE}eintraege/", mailing.entries, name="mailing_entries"),
    path(f"{_ONE}kopieren/", mailing_use.copy, name="mailing_copy"),
    re_path(r"^intern/verteiler/(?P<pk>[0-9]{1,18})\.(?P<fmt>csv|vcf)$", mailing_use.export, name="mailing_export"),
    path(f"{_ONE}etiketten/", mailing_use.labels, name="mailing_labels"),
    path(f"{_ONE}serienbrief/", mailing_use.letter, name="mailing_letter"),
    path(f"{_ONE}mail/", mailings.create, name="mailing_create"),
    path(_MAIL, mailings.show, name="mailing"),
    path(f"{_MAIL}bearbeiten/", mailings.edit, name="mailing_edit"),
    path(f"{_MAIL}loeschen/", mailings.delete, name="mailing_delete"),
    path(f"{_MAIL}senden/", mailings.send, name="mailing_send"),
    path(f"{_MAIL}fortsetzen/", mailings.resume, name="mailing_resume"),
]
