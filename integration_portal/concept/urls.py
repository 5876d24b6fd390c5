"""Addresses of the concept. Fixed words under /konzept/ are `services.revisions.RESERVED_SLUGS`."""

from django.urls import path, re_path

from .views import comparing, consultation_public, consultations, decisions, margin, office, public, sections

app_name = "concept"

_R = "intern/fassungen/<int:pk>/"
_S = f"{_R}abschnitte/<slug:key>/"
_C = "intern/beteiligung/<int:pk>/"
_PUBLIC = r"^konzept/(?P<slug>[-\w]+)"

urlpatterns = [
    path("intern/konzept/", office.index, name="office_list"),
    path("intern/konzept/neu/", office.concept_create, name="concept_new"),
    path("intern/konzept/<int:pk>/bearbeiten/", office.concept_edit, name="concept_edit"),
    path("intern/konzept/<int:pk>/fassung/", office.create, name="revision_new"),
    path(_R, office.detail, name="revision"),
    path(f"{_R}bearbeiten/", office.edit, name="revision_edit"),
    path(f"{_R}schritt/<slug:state>/", office.step, name="revision_step"),
    path(f"{_R}veroeffentlichen/", office.publish, name="revision_publish"),
    path(f"{_R}zuruecknehmen/", office.take_back, name="revision_take_back"),
    path(f"{_R}loeschen/", office.delete, name="revision_delete"),
    path(f"{_R}beschliessen/", office.adopt, name="revision_adopt"),
    re_path(r"^intern/fassungen/(?P<pk>[0-9]{1,18})/text\.(?P<fmt>pdf|docx)$", office.export, name="revision_file"),
    path(f"{_R}abschnitte/neu/", sections.create, name="section_new"),
    path(_S, sections.detail, name="section"),
    path(f"{_S}bearbeiten/", sections.edit, name="section_edit"),
    path(f"{_S}schieben/<slug:way>/", sections.move, name="section_move"),
    path(f"{_S}platz/", sections.place, name="section_place"),
    path(f"{_S}teilen/", sections.split, name="section_split"),
    path(f"{_S}zusammenfuehren/", sections.merge, name="section_merge"),
    path(f"{_S}loeschen/", sections.delete, name="section_delete"),
    path(f"{_S}fassungen/", sections.versions, name="section_versions"),
    path(f"{_S}fassungen/<int:number>/", sections.restore, name="section_restore"),
    path(f"{_S}verknuepfen/", margin.link, name="section_link"),
    path(f"{_S}verknuepfungen/<int:link>/loesen/", margin.unlink, name="section_unlink"),
    path(f"{_S}notizen/neu/", margin.note, name="note_new"),
    path(f"{_S}notizen/<int:note>/erledigt/", margin.settle, name="note_settle"),
    path(f"{_S}notizen/<int:note>/loeschen/", margin.note_delete, name="note_delete"),
    path(f"{_S}dateien/neu/", margin.file_add, name="section_file_add"),
    path(f"{_S}dateien/<uuid:file>/loeschen/", margin.file_remove, name="section_file_remove"),
    path(f"{_R}massnahmen/", decisions.index, name="decisions"),
    path(f"{_R}massnahmen/verlauf/", decisions.flow, name="measures_flow"),
    path(f"{_R}massnahmen/aufnehmen/", decisions.take_in, name="decisions_take_in"),
    path(f"{_R}massnahmen/verknuepfte/", decisions.take_in_linked, name="decisions_take_in_linked"),
    path(f"{_R}massnahmen/<int:decision>/", decisions.decide, name="decide"),
    path(f"{_R}massnahmen/<int:decision>/entfernen/", decisions.remove, name="decision_remove"),
    path(f"{_R}vergleich/", comparing.choose, name="compare_choose"),
    path(f"{_R}vergleich/<int:other>/", comparing.compare, name="compare"),
    re_path(
        r"^intern/fassungen/(?P<pk>[0-9]{1,18})/vergleich/(?P<other>[0-9]{1,18})/synopse\.(?P<fmt>pdf|docx)$",
        comparing.compare_file,
        name="compare_file",
    ),
    path(f"{_R}vergleich/<int:other>/grund/<uuid:identity>/", comparing.reason, name="compare_reason"),
    path(f"{_R}vergleich/<int:other>/uebernehmen/", comparing.take, name="compare_take"),
    path(f"{_R}beteiligung/", consultations.create, name="consultation_new"),
    path("intern/beteiligung/", consultations.index, name="consultations"),
    path(_C, consultations.detail, name="consultation"),
    path(f"{_C}bearbeiten/", consultations.edit, name="consultation_edit"),
    path(f"{_C}eintragen/", consultations.enter, name="statement_enter"),
    path(f"{_C}einladen/", consultations.invite, name="consultation_invite"),
    path(f"{_C}veroeffentlichen/", consultations.publish, name="consultation_publish"),
    path(f"{_C}zuruecknehmen/", consultations.take_back, name="consultation_take_back"),
    path(f"{_C}ergebnis/", consultations.publish_results, name="results_publish"),
    path(f"{_C}ergebnis/zuruecknehmen/", consultations.take_results_back, name="results_take_back"),
    path(f"{_C}antworten/", consultations.answer, name="consultation_answer"),
    path(f"{_C}<int:statement>/", consultations.statement, name="statement"),
    re_path(
        r"^intern/beteiligung/(?P<pk>[0-9]{1,18})/abwaegung\.(?P<fmt>pdf|docx|xlsx|csv)$",
        consultations.export,
        name="assessment_file",
    ),
    path("beteiligung/", consultation_public.index, name="public_consultations"),
    path("beteiligung/danke/", consultation_public.thanks, name="public_thanks"),
    path("beteiligung/<slug:slug>/", consultation_public.detail, name="public_consultation"),
    path("beteiligung/<slug:slug>/stellungnahme/", consultation_public.write, name="public_write"),
    re_path(
        r"^beteiligung/(?P<slug>[-\w]+)/abwaegung\.(?P<fmt>pdf|docx|xlsx|csv)$",
        consultation_public.results,
        name="public_results",
    ),
    path("konzept/", public.index, name="public_index"),
    re_path(rf"{_PUBLIC}\.(?P<fmt>pdf|docx|json)$", public.export, name="public_file"),
    path("konzept/<slug:slug>/", public.revision, name="public_revision"),
    path("konzept/<slug:slug>/ganz/", public.whole, name="public_whole"),
    path("konzept/<slug:slug>/massnahmen/", public.measures, name="public_measures"),
    path("konzept/<slug:slug>/vergleich/", public.choose, name="public_choose"),
    path("konzept/<slug:slug>/vergleich/<slug:other>/", public.compare, name="public_compare"),
    re_path(
        rf"{_PUBLIC}/vergleich/(?P<other>[-\w]+)/synopse\.(?P<fmt>pdf|docx)$",
        public.compare_file,
        name="public_compare_file",
    ),
    path("konzept/<slug:slug>/<slug:key>.json", public.section_json, name="public_section_json"),
    path("konzept/<slug:slug>/<slug:key>/", public.section, name="public_section"),
]
