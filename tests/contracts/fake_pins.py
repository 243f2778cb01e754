"""A lamp and a presence sensor without pins."""


class FakeLamp:
    """See `device.ports.Lamp`; remembers what it was asked."""

    def __init__(self) -> None:
        self.level = 0.0
        self.levels: list[float] = []
        self.closed = False

    def shine(self, level: float) -> None:
        if not self.closed:
            self.level = min(1.0, max(0.0, level))
            self.levels.append(self.level)

    def close(self) -> None:
        self.level = 0.0
        self.closed = True


class FakePresence:
    """See `device.ports.PresenceSensor`; a test sets `now`."""

    def __init__(self) -> None:
        self.now = False

    @property
    def there(self) -> bool:
        return self.now

    def close(self) -> None:
        self.now = False
