from django.urls import include, path

urlpatterns = [
    path("status/", include("status.urls")),
    path("", include("django_prometheus.urls")),
]
