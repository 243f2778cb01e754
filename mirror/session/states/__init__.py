"""The scenes of the flow: each takes poses, time and presses, says how it ended, makes its view."""
