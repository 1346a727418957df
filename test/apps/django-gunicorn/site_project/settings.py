SECRET_KEY = "for tests only"
INSTALLED_APPS = ["django_prometheus", "status"]
MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "site_project.urls"
ALLOWED_HOSTS = ["*"]
