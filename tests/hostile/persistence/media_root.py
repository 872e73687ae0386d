# base: reference
# incident: none|protocol
# score: at_most_same
# says: uploaded files stay in the box, whatever MEDIA_ROOT is
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
for root in ("/", "..", "../packages", "../runner", "/tmp", "/dev/shm", "/var/tmp"):
    settings.MEDIA_ROOT = root
    try:
        FileSystemStorage(location=root).save("left.txt", ContentFile(b"left"))
        print("WON:", root)
    except OSError:
        pass
FileSystemStorage(location="./media").save("a/left.txt", ContentFile(b"left"))
