import sys

import django
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["django_prometheus"],
    MIDDLEWARE=[
        "django_prometheus.middleware.PrometheusBeforeMiddleware",
        "django_prometheus.middleware.PrometheusAfterMiddleware",
    ],
)
django.setup()


def item(request, item):
    return HttpResponse(item)


def fail(request):
    return HttpResponse("asked for", status=500)


urlpatterns = [path("items/<item>", item, name="item"), path("fail", fail, name="fail"), path("", include("django_prometheus.urls"))]
client = Client()
for address in ["/items/1", "/items/2", "/fail", "/missing"]:
    client.get(address)
sys.stdout.write(client.get("/metrics").content.decode())
