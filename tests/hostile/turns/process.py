# base: reference
# incident: none
# score: same
# says: no process can be started
import os, subprocess
for start in (os.fork, lambda: os.system("true") or print("WON: system"), lambda: subprocess.run(["/usr/bin/true"]), lambda: os.posix_spawn("/usr/bin/true", ["true"], {}),
              lambda: os.execv("/proc/self/exe", ["python"]), lambda: os.execv("/python/bin/python3.11", ["python", "-c", "print('WON: exec')"]), lambda: os.forkpty()):
    try:
        start()
        if start is os.fork:
            print("WON: fork")
    except Exception:
        pass
