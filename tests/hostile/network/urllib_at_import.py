# base: none
# incident: none
# score: 0
# says: honest but wrong: who loads something while the models are imported gets an error at import, and no deadline
import urllib.request
from django.db import models
CITIES = urllib.request.urlopen("http://cities.invalid/list.json", timeout=5).read()
class Women(models.Model):
    name = models.CharField(max_length=100)
