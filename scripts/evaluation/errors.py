"""The one error of the evaluation: something given to it is not usable."""


class EvaluationError(Exception):
    """Says in one line what is wrong with what was given."""
