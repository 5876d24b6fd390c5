"""All addresses of frameworks, fields of action and goals: for everyone, and in the office views."""

from django.urls import path

from . import urls_indicators
from .views import office, public

app_name = "fields_of_action"
urlpatterns = [
    *urls_indicators.urlpatterns,
    path("handlungsfelder/", public.field_list, name="list"),
    path("handlungsfelder/<slug:slug>/", public.field_detail, name="detail"),
    path("intern/rahmen/", office.index, name="office_list"),
    path("intern/rahmen/neu/", office.framework_create, name="office_framework_create"),
    path("intern/rahmen/<int:pk>/", office.framework_detail, name="office_framework"),
    path("intern/rahmen/<int:pk>/bearbeiten/", office.framework_edit, name="office_framework_edit"),
    path("intern/rahmen/<int:pk>/loeschen/", office.framework_delete, name="office_framework_delete"),
    path("intern/rahmen/<int:framework>/handlungsfeld/", office.field_create, name="office_field_create"),
    path("intern/handlungsfelder/<int:pk>/", office.field_detail, name="office_field"),
    path("intern/handlungsfelder/<int:pk>/bearbeiten/", office.field_edit, name="office_field_edit"),
    path("intern/handlungsfelder/<int:pk>/loeschen/", office.field_delete, name="office_field_delete"),
    path("intern/handlungsfelder/<int:field>/ziel/", office.goal_create, name="office_goal_create"),
    path("intern/ziele/<int:pk>/bearbeiten/", office.goal_edit, name="office_goal_edit"),
    path("intern/ziele/<int:pk>/loeschen/", office.goal_delete, name="office_goal_delete"),
]
