"""Pages of the floor: settings, logos, one's own profile, jobs and drafts."""

from django.urls import path

from .views import attachments, drafts, jobs, links, logo, mails, personal, profile, settings

app_name = "core"
urlpatterns = [
    path("intern/auftraege/", jobs.index, name="jobs"),
    path("intern/auftraege/<uuid:pk>/", jobs.detail, name="job"),
    path("intern/entwurf/", drafts.save, name="draft"),
    path("intern/entwurf/verwerfen/", drafts.discard, name="draft_discard"),
    path("intern/einstellungen/", settings.edit, name="settings"),
    path("intern/einstellungen/verlauf/", settings.history, name="settings_history"),
    path("intern/mails/", mails.index, name="mails"),
    path("intern/mails/<int:pk>/", mails.show, name="mail"),
    path("intern/mails/<int:pk>/tun/", mails.act, name="mail_act"),
    path("intern/mails/texte/", mails.text_list, name="mail_texts"),
    path("intern/mails/texte/<str:kind>/<str:language>/", mails.text_edit, name="mail_text"),
    path("intern/datenschutz/", personal.index, name="personal"),
    path("intern/datenschutz/neu/", personal.create, name="personal_create"),
    path("intern/datenschutz/anfragen/<int:pk>/", personal.show, name="personal_request"),
    path("intern/datenschutz/anfragen/<int:pk>/nochmal/", personal.again, name="personal_again"),
    path("intern/datenschutz/anfragen/<int:pk>/loeschen/", personal.erase, name="personal_erase"),
    path("intern/datenschutz/anfragen/<int:pk>/abschliessen/", personal.close, name="personal_close"),
    path("intern/datenschutz/anfragen/<int:pk>/datei.<str:fmt>", personal.download, name="personal_file"),
    path("intern/datenschutz/faellig/", personal.due, name="personal_due"),
    path("intern/datenschutz/verzeichnis/", personal.record, name="personal_record"),
    path("intern/datenschutz/verzeichnis.pdf", personal.record_file, name="personal_record_file"),
    path("datei/<uuid:pk>/", attachments.download, name="attachment"),
    path("l/<str:token>/", links.show, name="link"),
    path("l/<str:token>/<path:rest>", links.show, name="link_rest"),
    path("bild/<str:name>/", logo.show, name="logo"),
    path("konto/profil/", profile.show, name="profile"),
    path("konto/profil/wochenmail/", profile.digest, name="profile_digest"),
]
