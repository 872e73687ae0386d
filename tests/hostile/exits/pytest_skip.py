# base: reference
# incident: none
# score: 0
# slow: yes, like exits/sys_exit_at_import
# says: there is no pytest in the box, and a skip would not be a pass
import pytest
pytest.skip("nothing to see here", allow_module_level=True)
