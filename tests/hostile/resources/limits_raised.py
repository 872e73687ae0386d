# base: reference
# incident: none
# score: same
# says: no limit can be raised
import resource
for name in ("AS", "CPU", "FSIZE", "NOFILE", "CORE", "STACK", "MEMLOCK", "NPROC"):
    number = getattr(resource, f"RLIMIT_{name}")
    for value in ((resource.RLIM_INFINITY,) * 2, resource.getrlimit(number), (0, resource.RLIM_INFINITY)):
        try:
            resource.setrlimit(number, value)
            print("WON: setrlimit", name, value)
        except (OSError, ValueError):
            pass
