"""Addresses of merging duplicates."""

from django.urls import path

from .views import merging

urlpatterns = [
    path("intern/akteure/dubletten/", merging.index, name="duplicates"),
    path("intern/akteure/dubletten/verschieden/", merging.different, name="duplicates_different"),
    path("intern/akteure/<int:pk>/zusammenfuehren/", merging.choose, name="merge_choose"),
    path("intern/akteure/<int:pk>/zusammenfuehren/<int:other>/", merging.merge, name="merge"),
    path("intern/akteure/zusammengefuehrt/<int:pk>/", merging.merged, name="merged"),
]
