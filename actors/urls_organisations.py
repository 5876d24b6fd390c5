"""Office pages of organisations in depth: logo, former names."""

from django.urls import path

from .views import office, organisations

urlpatterns = [
    path("intern/akteure/<int:pk>/logo/", office.logo, name="office_logo"),
    path("intern/akteure/namen/<int:pk>/loeschen/", organisations.name_delete, name="name_delete"),
]
