# base: reference
# incident: none|protocol
# score: at_most_same
# says: ids of system checks that cannot be sorted
import subject.project
subject.project.run_system_checks = lambda config: [[1, None, None], ["a", None, None], [None, None, None]]
