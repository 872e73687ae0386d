from django.urls import include, path
from shim import views

urlpatterns = [
    path("api/", include("lti_consumer.plugin.urls", namespace="lti_consumer")),
    path("start/<str:username>", views.start),
    path("start/<str:username>/<str:block>", views.start),
    path("start_dl/<str:username>", views.start_deep_linking),
    path("start_dl/<str:username>/<str:block>", views.start_deep_linking),
    path("course", views.course),
    path("gradebook", views.gradebook),
    path("content", views.content),
    path("enrol/<str:username>/<str:role>", views.enrol),
    path("leave/<str:username>", views.leave),
    path("registration", views.registration),
]
