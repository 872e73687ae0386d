from django.apps import AppConfig


class ShimConfig(AppConfig):
    name = "shim"

    def ready(self) -> None:
        """All that the consumer asks of edx-platform, it asks through this one module."""
        from lti_consumer.plugin import compat

        from . import platform

        for name in platform.__all__:
            setattr(compat, name, getattr(platform, name))
