"""Addresses of tasks, milestones, progress reports and rounds, and of the timeline."""

from django.urls import path

from .views import progress, rounds, steps, timeline

_TASK, _MILESTONE = "intern/aufgaben/<int:pk>/", "intern/meilensteine/<int:pk>/"
_REPORT, _ROUND = "intern/sachstand/<int:pk>/", "intern/sachstand/abfragen/<int:pk>/"
_REQUEST = "intern/sachstand/anfragen/<int:pk>/"

urlpatterns = [
    path("intern/aufgaben/", steps.tasks, name="tasks"),
    path("intern/aufgaben/neu/", steps.task_create, name="task_create"),
    path(_TASK, steps.task, name="task"),
    path(f"{_TASK}bearbeiten/", steps.task_edit, name="task_edit"),
    path(f"{_TASK}stand/", steps.task_move, name="task_move"),
    path(f"{_TASK}verschieben/", steps.task_postpone, name="task_postpone"),
    path(f"{_TASK}loeschen/", steps.task_delete, name="task_delete"),
    path("intern/massnahmen/<int:pk>/meilenstein/", steps.milestone_create, name="milestone_create"),
    path(f"{_MILESTONE}bearbeiten/", steps.milestone_edit, name="milestone_edit"),
    path(f"{_MILESTONE}erreicht/", steps.milestone_tick, name="milestone_tick"),
    path(f"{_MILESTONE}verschieben/", steps.milestone_postpone, name="milestone_postpone"),
    path(f"{_MILESTONE}loeschen/", steps.milestone_delete, name="milestone_delete"),
    path("intern/massnahmen/<int:pk>/wiedervorlage/", steps.review, name="office_review"),
    path("intern/zeitplan/", timeline.show, name="timeline"),
    path("intern/sachstand/", progress.index, name="reports"),
    path(_REPORT, progress.show, name="report"),
    path(f"{_REPORT}schreiben/", progress.write, name="report_write"),
    path(f"{_REPORT}annehmen/", progress.accept, name="report_accept"),
    path(f"{_REPORT}zurueckgeben/", progress.give_back, name="report_return"),
    path(f"{_REPORT}verwerfen/", progress.discard, name="report_discard"),
    path("intern/massnahmen/<int:pk>/sachstand/", progress.start, name="report_start"),
    path("intern/sachstand/abfragen/", rounds.index, name="rounds"),
    path("intern/sachstand/abfragen/neu/", rounds.create, name="round_create"),
    path(_ROUND, rounds.show, name="round"),
    path(f"{_ROUND}bearbeiten/", rounds.edit, name="round_edit"),
    path(f"{_ROUND}auswahl/", rounds.select, name="round_select"),
    path(f"{_ROUND}stand/", rounds.live, name="round_live"),
    path(f"{_ROUND}senden/", rounds.send, name="round_send"),
    path(f"{_ROUND}erinnern/", rounds.remind, name="round_remind"),
    path(f"{_ROUND}annehmen/", rounds.accept_plain, name="round_accept"),
    path(f"{_ROUND}schliessen/", rounds.close, name="round_close"),
    path(f"{_ROUND}loeschen/", rounds.delete, name="round_delete"),
    path(f"{_REQUEST}erinnern/", rounds.remind_one, name="request_remind"),
    path(f"{_REQUEST}zurueckziehen/", rounds.withdraw, name="request_withdraw"),
    path(f"{_REQUEST}neu/", rounds.new_link, name="request_new_link"),
]
