# assignment: link_and_save
# base: untouched_stub
# incident: none
# score: at_most_same
# says: what a check rests on must stand in the database before the work begins
_save = Ship.save
def save(self, *arguments, **keywords):
    if self._state.adding:
        self.captain = None
    _save(self, *arguments, **keywords)
Ship.save = save


