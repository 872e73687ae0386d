# base: reference
# incident: none
# score: at_most_same
# slow: yes, after exits/keyboard_interrupt_in_save
# says: nor must a subclass of it
class Interrupt(KeyboardInterrupt):
    pass
def _save(self, *a, **k):
    raise Interrupt
Women.save = _save
