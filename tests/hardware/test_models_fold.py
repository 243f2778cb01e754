"""Folding and quantising, on a small model made here."""

from pathlib import Path

import flatbuffers
import numpy as np
import numpy.typing as npt
import pytest
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter

from device.pose.building.calibration import Calibration, read_calibration, write_calibration
from device.pose.building.fold import fold

Picture = npt.NDArray[np.float32]
SIDE, CHANNELS = 8, 4


def tensor(
    model: schema.ModelT, name: str, shape: tuple[int, ...], kind: int, data: bytes = b""
) -> int:
    """Add a tensor, with a constant if there is data; returns its index."""
    buffer = schema.BufferT()
    if data:
        buffer.data = np.frombuffer(data, np.uint8)
    model.buffers.append(buffer)
    made = schema.TensorT()
    made.name, made.shape, made.type = name.encode(), np.array(shape, np.int32), kind
    made.buffer = len(model.buffers) - 1
    model.subgraphs[0].tensors.append(made)
    return len(model.subgraphs[0].tensors) - 1


def operator(
    model: schema.ModelT, code: int, inputs: list[int], output: int, options: object
) -> None:
    """Add an operator, with its own operator code."""
    made_code = schema.OperatorCodeT()
    made_code.builtinCode = made_code.deprecatedBuiltinCode = code
    made_code.version = 3 if code == schema.BuiltinOperator.DEQUANTIZE else 1
    model.operatorCodes.append(made_code)
    made = schema.OperatorT()
    made.opcodeIndex = len(model.operatorCodes) - 1
    made.inputs, made.outputs = np.array(inputs, np.int32), np.array([output], np.int32)
    name = type(options).__name__.removesuffix("T")
    made.builtinOptionsType = getattr(schema.BuiltinOptions, name)
    made.builtinOptions = options
    model.subgraphs[0].operators.append(made)


def two_headed_model() -> bytes:
    """A convolution for each of two outputs, its weights kept as float16."""
    kinds, codes = schema.TensorType, schema.BuiltinOperator
    rng = np.random.default_rng(0)
    model = schema.ModelT()
    model.version, model.operatorCodes, model.buffers = 3, [], [schema.BufferT()]
    graph = schema.SubGraphT()
    graph.tensors, graph.operators = [], []
    model.subgraphs = [graph]
    picture = tensor(model, "picture", (1, SIDE, SIDE, 3), kinds.FLOAT32)
    outputs = []
    for name in ("wanted", "unwanted"):
        shape = (CHANNELS, 3, 3, 3)
        half = rng.normal(size=shape).astype(np.float16)
        bias = rng.normal(size=CHANNELS).astype(np.float32)
        stored = tensor(model, f"{name}/half", shape, kinds.FLOAT16, half.tobytes())
        weights = tensor(model, f"{name}/weights", shape, kinds.FLOAT32)
        offset = tensor(model, f"{name}/bias", (CHANNELS,), kinds.FLOAT32, bias.tobytes())
        result = tensor(model, name, (1, SIDE, SIDE, CHANNELS), kinds.FLOAT32)
        options = schema.Conv2DOptionsT()
        options.strideW = options.strideH = 1
        options.dilationWFactor = options.dilationHFactor = 1
        operator(model, codes.DEQUANTIZE, [stored], weights, schema.DequantizeOptionsT())
        operator(model, codes.CONV_2D, [picture, weights, offset], result, options)
        outputs.append(result)
    graph.inputs, graph.outputs = np.array([picture], np.int32), np.array(outputs, np.int32)
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def run(model: bytes, picture: Picture) -> list[Picture]:
    """Outputs in the model's order; quantising renames them."""
    interpreter = Interpreter(model_content=model, num_threads=1)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], picture)
    interpreter.invoke()
    return [interpreter.get_tensor(one["index"]) for one in interpreter.get_output_details()]


@pytest.fixture
def picture() -> Picture:
    return np.random.default_rng(1).random((1, SIDE, SIDE, 3), np.float32)


@pytest.mark.filterwarnings("ignore:Warning. Enabling `experimental_preserve_all_tensors`")
class TestFold:
    def test_computes_the_same(self, picture: Picture) -> None:
        model = two_headed_model()
        folded = run(fold(model, ("wanted", "unwanted")), picture)
        for after, before in zip(folded, run(model, picture), strict=True):
            np.testing.assert_allclose(after, before, atol=1e-5)

    def test_drops_what_only_an_unwanted_output_needs(self, picture: Picture) -> None:
        model = two_headed_model()
        folded = fold(model, ("wanted",))
        graph = schema.ModelT.InitFromPackedBuf(folded, 0).subgraphs[0]
        assert len(graph.operators) == 1
        assert {one.name.decode() for one in graph.tensors} == {
            "picture",
            "wanted/weights",
            "wanted/bias",
            "wanted",
        }
        (result,) = run(folded, picture)
        np.testing.assert_allclose(result, run(model, picture)[0], atol=1e-5)

    def test_refuses_an_output_that_is_not_there(self) -> None:
        with pytest.raises(ValueError, match="other"):
            fold(two_headed_model(), ("wanted", "other"))


@pytest.mark.filterwarnings("ignore:Warning. Enabling `experimental_preserve_all_tensors`")
class TestQuantize:
    """Of two convolutions of one picture, "wanted" and "unwanted"."""

    @pytest.fixture
    def folded(self) -> bytes:
        pytest.importorskip("ai_edge_quantizer", reason="the build extra is not installed")
        return fold(two_headed_model(), ("wanted", "unwanted"))

    def int8(
        self,
        folded: bytes,
        *,
        keep_float: tuple[str, ...] = (),
        int8_weights: tuple[str, ...] = (),
        mean: float = 0.0,
    ) -> bytes:
        from device.pose.building.quantize import quantize  # noqa: PLC0415 - see `folded`

        ranges = dict.fromkeys(("wanted", "unwanted"), (-12.0, 12.0)) | {"picture": (0.0, 1.0)}
        means = {"picture": (mean, mean, mean)}
        return quantize(folded, Calibration(keep_float, int8_weights, ranges, means))

    def test_computes_nearly_the_same(self, folded: bytes, picture: Picture) -> None:
        before = run(folded, picture)
        after = run(self.int8(folded, keep_float=("unwanted",)), picture)
        wanted, unwanted = (
            float(np.abs(one - two).max()) for one, two in zip(after, before, strict=True)
        )
        assert unwanted < 1e-5, "an operator left alone stays exact"
        assert 0 < wanted < 0.2

    def test_int8_weights_leave_the_output_unrounded(self, folded: bytes, picture: Picture) -> None:
        rounded, weights = (
            run(self.int8(folded, keep_float=("unwanted",), int8_weights=names), picture)[0]
            for names in ((), ("wanted",))
        )
        assert len(np.unique(rounded)) < len(np.unique(weights))
        assert 0 < np.abs(weights - run(folded, picture)[0]).max() < 0.1

    def test_biases_make_up_for_rounded_weights(self, folded: bytes) -> None:
        even = np.full((1, SIDE, SIDE, 3), 0.75, np.float32)  # a picture equal to its mean
        exact = run(folded, even)[0][:, 1:-1, 1:-1]  # without the border, where padding is seen
        plain, corrected = (
            float(
                np.abs(
                    run(self.int8(folded, int8_weights=("wanted", "unwanted"), mean=mean), even)[0][
                        :, 1:-1, 1:-1
                    ]
                    - exact
                ).max()
            )
            for mean in (0.0, 0.75)
        )
        assert plain > 1e-3
        assert corrected < 1e-4

    def test_the_same_bytes_every_time(self, folded: bytes) -> None:
        assert self.int8(folded) == self.int8(folded)

    def test_refuses_the_numbers_of_another_model(self, folded: bytes) -> None:
        from device.pose.building.quantize import quantize  # noqa: PLC0415 - see `folded`

        with pytest.raises(KeyError, match="picture"):
            quantize(folded, Calibration((), (), {}, {}))


def test_calibration_files_come_back_as_written(tmp_path: Path) -> None:
    calibration = Calibration(
        keep_float=("c",),
        int8_weights=("d", "e"),
        ranges={"a;b": (-1.5, 2e-06), "c": (0.0, 6.0)},
        means={"a;b": (0.25, -1e-3)},
    )
    write_calibration(tmp_path / "ranges.json", calibration)
    assert read_calibration(tmp_path / "ranges.json") == calibration
    assert '"a;b": [-1.5, 2e-06]' in (tmp_path / "ranges.json").read_text(encoding="utf-8")


def test_refuses_another_kind_of_file(tmp_path: Path) -> None:
    (tmp_path / "ranges.json").write_text('{"format": "recipe"}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"ranges\.json is no calibration file"):
        read_calibration(tmp_path / "ranges.json")
