from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "grader.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Grader site"
