"""All addresses of frameworks and fields of action."""

from django.urls import path

from .views import public

app_name = "fields_of_action"
urlpatterns = [
    path("handlungsfelder/", public.field_list, name="list"),
    path("handlungsfelder/<slug:slug>/", public.field_detail, name="detail"),
]
