# base: cascade
# incident: none|protocol
# score: at_most_same
# says: who inherits from whom is found in time that grows with the description, and not with its third power
import json
import subject.project
class Json:
    @staticmethod
    def dumps(value):
        text = json.dumps(value)
        if not text.startswith('{"models"'):
            return text
        data = json.loads(text)
        data["models"] += [
            {"name": "Many", "fields": [], "options": {"proxy": True}, "bases": ["one_to_one.few"] * 4000},
            {"name": "Few", "fields": [], "options": {"proxy": True}, "bases": ["one_to_one.many"] * 4000},
        ]
        for model in data["models"]:
            if model["name"] == "Women":
                model["bases"] = ["one_to_one.many"] * 2000
        return json.dumps(data)
subject.project.json = Json
