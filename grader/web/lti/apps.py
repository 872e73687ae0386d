from django.apps import AppConfig


class LtiConfig(AppConfig):
    name = "grader.web.lti"
    label = "lti"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "LTI platforms"
