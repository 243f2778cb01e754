"""What a phone changed, carried out: of a person, or of the settings."""

from mirror.session.inputs import PersonWished, SettingsWished
from mirror.session.stage import Stage


def grant(stage: Stage, wished: PersonWished | SettingsWished) -> None:
    """Make the change; of a stranger nothing is kept."""
    if isinstance(wished, SettingsWished):
        stage.settings = wished.settings
        return
    person = wished.person
    if person.id in {one.person.id for one in stage.people.members}:
        stage.keep(person)
        if person.id == stage.person_id:
            stage.speak(person.language)
