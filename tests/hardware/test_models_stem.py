"""Making a landmark model look at luma and chroma."""

import numpy as np
import numpy.typing as npt
import pytest
from ai_edge_litert.interpreter import Interpreter

from device.frame import BLACK, GREY
from device.pose.building.stem import take_planes
from device.pose.models import installed
from device.pose.planes import CHANNELS

Floats = npt.NDArray[np.float64]
LANDMARKS = ["full-float32", "full-narrow-float32", "lite-float32", "lite-narrow-float32"]


def model(name: str) -> bytes:
    files = {one.name: one.path for one in installed()}
    if name not in files:
        pytest.skip(f"the pose model {name} is not installed: run ./scripts/start once")
    return files[name].read_bytes()


def run(content: bytes, picture: Floats) -> dict[str, npt.NDArray[np.float32]]:
    """Outputs by name."""
    interpreter = Interpreter(model_content=content, num_threads=1)
    interpreter.allocate_tensors()
    index = interpreter.get_input_details()[0]["index"]
    interpreter.set_tensor(index, picture[None].astype(np.float32))
    interpreter.invoke()
    return {
        one["name"]: interpreter.get_tensor(one["index"])
        for one in interpreter.get_output_details()
    }


def scene(height: int, width: int) -> tuple[Floats, Floats]:
    """The same picture as RGB 0..1 and as blocks; in colours that both can show."""
    random = np.random.default_rng(5)
    y = random.uniform(60, 190, (height, width))
    u, v = random.uniform(110, 146, (2, height // 2, width // 2))
    blue, red = (one.repeat(2, axis=0).repeat(2, axis=1) - 128 for one in (u, v))
    grey = 1.164 * (y - 16)
    rgb = np.stack([grey + 1.596 * red, grey - 0.391 * blue - 0.813 * red, grey + 2.018 * blue], -1)
    assert rgb.min() >= 0
    assert rgb.max() <= 255
    blocks = np.empty((height // 2 + 1, width // 2 + 1, CHANNELS))
    blocks[:] = [BLACK] * 4 + [GREY] * 2
    for number in range(4):
        blocks[1:, 1:, number] = y[number // 2 :: 2, number % 2 :: 2]
    blocks[1:, 1:, 4], blocks[1:, 1:, 5] = u, v
    return rgb / 255, blocks


@pytest.mark.parametrize("name", LANDMARKS)
def test_it_says_of_blocks_what_it_said_of_pixels(name: str) -> None:
    published = model(name)
    rgb, blocks = scene(256, 160 if "narrow" in name else 256)
    before, after = run(published, rgb), run(take_planes(published), blocks)
    assert before.keys() == after.keys()
    for output, values in before.items():
        assert after[output] == pytest.approx(values, abs=0.02)  # points are in px, maps in logits
    nothing = run(take_planes(published), np.full_like(blocks, [BLACK] * 4 + [GREY] * 2))
    assert np.abs(nothing["Identity"] - after["Identity"]).max() > 1.0


@pytest.mark.parametrize("name", ["full-int8", "full-narrow-int8", "lite-int8", "lite-narrow-int8"])
def test_int8_models_look_at_blocks(name: str) -> None:
    interpreter = Interpreter(model_content=model(name), num_threads=1)
    width = 160 if "narrow" in name else 256
    expected = [1, 129, width // 2 + 1, CHANNELS]
    assert interpreter.get_input_details()[0]["shape"].tolist() == expected


def test_it_refuses_a_model_that_has_it_already() -> None:
    with pytest.raises(ValueError, match="begins in another way"):
        take_planes(model("full-int8"))
