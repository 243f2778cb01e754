"""Making a narrow model of the installed float one."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from device.pose.building.narrowing import narrow, read_tuned
from device.pose.models import installed
from device.pose.narrow import CELL_PX, LEFT_PX, SIDE_PX, WIDTH_PX

Floats = npt.NDArray[np.float32]
CODES = schema.BuiltinOperator


def model(name: str) -> bytes:
    files = {one.name: one.path for one in installed()}
    if name not in files:
        pytest.skip(f"the pose model {name} is not installed: run ./scripts/start once")
    return files[name].read_bytes()


@pytest.fixture(scope="module", params=["full-float32", "lite-float32"])
def folded(request: pytest.FixtureRequest) -> bytes:
    return model(request.param)


def run(content: bytes, picture: Floats) -> dict[str, Floats]:
    """Outputs by name."""
    interpreter = Interpreter(model_content=content, num_threads=1)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], picture)
    interpreter.invoke()
    return {
        one["name"]: interpreter.get_tensor(one["index"])
        for one in interpreter.get_output_details()
    }


def noise(width: int) -> Floats:
    return np.random.default_rng(2).random((1, SIDE_PX, width, 3), np.float32)


def published(content: bytes, code: int) -> tuple[int, Floats, Floats]:
    """Number, weights and biases of the first operator of a kind."""
    packed = schema.ModelT.InitFromPackedBuf(content, 0)
    graph = packed.subgraphs[0]

    def constant(index: int) -> Floats:
        tensor = graph.tensors[index]
        data = bytes(packed.buffers[tensor.buffer].data)
        return np.frombuffer(data, np.float32).reshape(tensor.shape)

    for number, operator in enumerate(graph.operators):
        if packed.operatorCodes[operator.opcodeIndex].builtinCode == code:
            _, weights, bias = operator.inputs
            return number, constant(int(weights)), constant(int(bias))
    pytest.fail("the model has no such operator")


def every_tensor(content: bytes, picture: Floats) -> dict[str, Floats]:
    """What an inference leaves in all tensors, by name."""
    interpreter = Interpreter(
        model_content=content,
        experimental_preserve_all_tensors=True,
        experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    )
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], picture)
    interpreter.invoke()
    return {
        one["name"]: interpreter.get_tensor(one["index"])
        for one in interpreter.get_tensor_details()
    }


def test_it_looks_at_fewer_columns_and_its_maps_have_as_many(folded: bytes) -> None:
    outputs = run(narrow(folded, {}), noise(WIDTH_PX))
    shapes = {name: values.shape for name, values in outputs.items()}
    assert shapes == {
        "Identity": (1, 195),
        "Identity_1": (1, 1),
        "Identity_3": (1, 64, WIDTH_PX // 4, 39),
        "Identity_4": (1, 117),
    }
    assert all(np.isfinite(values).all() for values in outputs.values())


@pytest.mark.filterwarnings("ignore:Warning. Enabling `experimental_preserve_all_tensors`")
def test_without_tuned_numbers_it_computes_the_columns_as_the_whole_one_does(
    folded: bytes,
) -> None:
    picture = noise(SIDE_PX)
    columns = np.ascontiguousarray(picture[:, :, LEFT_PX : LEFT_PX + WIDTH_PX])
    whole, narrowed = every_tensor(folded, picture), every_tensor(narrow(folded, {}), columns)
    compared = 0
    for name, values in whole.items():
        made = narrowed[name]
        if values.shape[1:2] == (128,) and made.shape != values.shape:  # the largest maps
            columns = values[:, :, LEFT_PX // 2 :][:, :, : made.shape[2]]
            inside = slice(8, -8)  # the rim sees what was left out
            np.testing.assert_allclose(made[:, :, inside], columns[:, :, inside], atol=1e-4)
            compared += 1
    assert compared >= 3


@pytest.mark.filterwarnings("ignore:Warning. Enabling `experimental_preserve_all_tensors`")
def test_zeros_stand_beside_the_picture_where_points_are_counted_from(folded: bytes) -> None:
    square = every_tensor(narrow(folded, {}), noise(WIDTH_PX))["square"]
    used = np.abs(square[0]).max(axis=(0, 2)) > 0
    first, last = LEFT_PX // CELL_PX, (LEFT_PX + WIDTH_PX) // CELL_PX
    assert used.tolist() == [first <= column < last for column in range(SIDE_PX // CELL_PX)]


def test_tuned_numbers_take_the_place_of_published_ones(folded: bytes) -> None:
    picture = noise(WIDTH_PX)
    before = run(narrow(folded, {}), picture)
    dense, _, bias = published(folded, CODES.CONV_2D)
    depthwise, kernel, _ = published(folded, CODES.DEPTHWISE_CONV_2D)
    same: dict[str, Any] = {
        f"scale_{dense}": np.ones(bias.shape, np.float32),
        f"bias_{dense}": bias,
        f"kernel_{depthwise}": kernel,
    }
    after = run(narrow(folded, same), picture)
    for name, values in before.items():
        np.testing.assert_array_equal(after[name], values, err_msg=name)
    for name, values in same.items():
        other = run(narrow(folded, {name: values * np.float32(1.5)}), picture)
        assert np.abs(other["Identity"] - before["Identity"]).max() > 0.01, name


def test_a_factor_a_channel_works_as_scaled_weights_and_no_other_way(folded: bytes) -> None:
    number, weights, bias = published(folded, CODES.CONV_2D)
    halves = np.where(np.arange(len(bias)) % 2, 0.5, 2.0).astype(np.float32)
    narrowed = narrow(folded, {f"scale_{number}": halves})
    _, scaled, _ = published(narrowed, CODES.CONV_2D)
    np.testing.assert_array_equal(scaled, weights * halves[:, None, None, None])


@pytest.mark.parametrize("kind", ["bias", "kernel", "scale"])
def test_refuses_numbers_of_another_shape(folded: bytes, kind: str) -> None:
    code = CODES.DEPTHWISE_CONV_2D if kind == "kernel" else CODES.CONV_2D
    number, _, bias = published(folded, code)
    wrong = np.ones(len(bias) + 1, np.float32)
    with pytest.raises(ValueError, match="shape"):
        narrow(folded, {f"{kind}_{number}": wrong})


def test_refuses_another_kind_of_model() -> None:
    with pytest.raises(ValueError, match="no landmark model with one smallest map"):
        narrow(model("detector-float32"), {})


def test_published_numbers_are_not_kept_beside_the_tuned_ones(folded: bytes) -> None:
    number, weights, bias = published(folded, CODES.CONV_2D)
    tuned = narrow(folded, {f"scale_{number}": np.full(bias.shape, 1.1, np.float32)})
    assert len(tuned) - len(narrow(folded, {})) < weights.nbytes / 4


def test_numbers_come_back_as_written(tmp_path: Path) -> None:
    path = tmp_path / "tuned.npz"
    np.savez(
        path,
        scale_3=np.array([0.5, 1.25], np.float16),
        bias_3=np.array([0.1, -0.2], np.float32),
    )
    tuned = read_tuned(path)
    assert set(tuned) == {"scale_3", "bias_3"}
    assert {values.dtype for values in tuned.values()} == {np.dtype(np.float32)}
    assert tuned["scale_3"].tolist() == [0.5, 1.25]


def test_refuses_another_kind_of_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        read_tuned(tmp_path / "none.npz")
    (tmp_path / "text.npz").write_text("hello", encoding="utf-8")
    with pytest.raises(ValueError, match="pickle"):
        read_tuned(tmp_path / "text.npz")
