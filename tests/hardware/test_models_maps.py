"""Making a landmark model keep the heat maps that are read."""

import numpy as np
import numpy.typing as npt
import pytest
from ai_edge_litert.interpreter import Interpreter

from device.pose.building.maps import keep_read_maps
from device.pose.heatmap import MAPPED
from device.pose.models import installed

LANDMARKS = ["full-float32", "full-narrow-float32", "lite-float32", "lite-narrow-float32"]
MAPS = "Identity_3"


def model(name: str) -> bytes:
    files = {one.name: one.path for one in installed()}
    if name not in files:
        pytest.skip(f"the pose model {name} is not installed: run ./scripts/start once")
    return files[name].read_bytes()


def run(content: bytes) -> dict[str, npt.NDArray[np.float32]]:
    """Outputs by name, of noise."""
    interpreter = Interpreter(model_content=content, num_threads=1)
    interpreter.allocate_tensors()
    given = interpreter.get_input_details()[0]
    noise = np.random.default_rng(3).random(given["shape"], np.float32)
    interpreter.set_tensor(given["index"], noise)
    interpreter.invoke()
    return {
        one["name"]: interpreter.get_tensor(one["index"])
        for one in interpreter.get_output_details()
    }


@pytest.mark.parametrize("name", LANDMARKS)
def test_the_maps_that_are_read_stay_as_they_are(name: str) -> None:
    published = model(name)
    before, after = run(published), run(keep_read_maps(published))
    assert before.keys() == after.keys()
    maps = before.pop(MAPS)[..., MAPPED]
    assert maps.shape[-1] == len(MAPPED)
    assert maps.std() > 1.0
    assert after.pop(MAPS) == pytest.approx(maps, abs=1e-3)
    for output, values in before.items():
        assert np.array_equal(after[output], values)


@pytest.mark.parametrize("name", ["full-int8", "full-narrow-int8", "lite-int8", "lite-narrow-int8"])
def test_int8_models_have_them_only(name: str) -> None:
    assert run(model(name))[MAPS].shape[-1] == len(MAPPED)


@pytest.mark.parametrize("name", ["full-int8", "detector-float32"])
def test_it_refuses_what_is_made_in_another_way(name: str) -> None:
    with pytest.raises(ValueError, match="in another way"):
        keep_read_maps(model(name))
