"""All addresses of the portal: German without a prefix, other languages under /en/ …; technical ones outside."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from integration_portal.portal.views import technical

urlpatterns = [
    path("healthz", technical.healthz, name="healthz"),
    path("readyz", technical.readyz, name="readyz"),
    path("robots.txt", technical.robots, name="robots"),
    path("sitemap.xml", technical.sitemap, name="sitemap"),
    path("admin/", admin.site.urls),
    path("oparl/v1.1/", include("committees.urls_oparl")),
    *i18n_patterns(
        path("konto/", include("integration_portal.core.urls_accounts")),
        path("", include("integration_portal.portal.urls")),
        path("", include("integration_portal.core.urls")),
        path("", include("fields_of_action.urls")),
        path("", include("actors.urls")),
        path("", include("measures.urls")),
        path("", include("committees.urls")),
        path("", include("integration_portal.concept.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "integration_portal.portal.views.errors.bad_request"
handler403 = "integration_portal.portal.views.errors.permission_denied"
handler404 = "integration_portal.portal.views.errors.page_not_found"
handler500 = "integration_portal.portal.views.errors.server_error"
