"""The runtime module, on whichever of the two runtimes is installed."""

import base64
import importlib.util
import zlib
from pathlib import Path

import numpy as np
import pytest

from device.errors import ModelError
from device.pose.runtime import TensorSpec, load_network

# Two models of one ADD operation that double a [1, 2, 2, 3] input of 0..1, zlib in base 85: one in
# float32, one in int8 (input scale 1/255, output scale 2/255, zero points -128).
FLOAT_MODEL = zlib.decompress(
    base64.b85decode(
        "c-n1_u?oUK5Jca_D*`#>gcK<(`~<<)+RDPh!deszND?slS3kwdbMM?>3hx+}-JRK)3OMfe8<<m3;&J3y>5vYVg"
        "0;XKm`Rl)TX?-gSV+CJ!})%Ftm<CSbVIKkFL0B4PG^VcCpalDdPMIs?Hz@B`!uH*b+-_LQBB70nF-L{Rx>_Dlcy"
        "Zt?5(7;lN*`NUCKyOMeeAH`?}$;#wgFG4<EtT86p"
    )
)
INT8_MODEL = zlib.decompress(
    base64.b85decode(
        "c-n1HF%E)25FCU8;i6|kVL{;&Ol(NBwz9OaurgYZ5HJxEOZ<Tk@CAMn=Z;0Ma4(a+z1`c{*%ZKjyIaB91al<NP"
        "zVt)0wW+Lmc-oye0n-&foIosGx~GYoQlhBk=I0dZEC5}gmU^RdD{~Q;wW{Aa3?me5IfwoSj#=Ir~hLx!p}ShkX"
        "#{izB#8B4YaZGFTRD+*ZgU_-iBU}78|3rqME?rGw{FjYD{?>c4hXI2}fqND;o^jL(%W@^<3@R^vz5B<r;PgM7D"
        ">iiX{I546iK%"
    )
)
LITERT = importlib.util.find_spec("ai_edge_litert") is not None


@pytest.fixture(params=[FLOAT_MODEL, INT8_MODEL], ids=["float32", "int8"])
def model(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "double.tflite"
    path.write_bytes(request.param)
    return path


def test_runs_a_model_whatever_its_element_type(model: Path) -> None:
    network = load_network(model, threads=1)
    values = np.linspace(0.0, 1.0, 12).reshape(network.input.shape)
    (output,) = network.run(network.input.encode(values))
    assert output.dtype == np.float32
    # The runtimes may round the last bit differently; one int8 step of the output is 2/255.
    assert output == pytest.approx(2 * values, abs=0.011)


def test_outputs_may_be_kept_while_the_network_runs_again(model: Path) -> None:
    network = load_network(model, threads=1)
    (first,) = network.run(network.input.encode(np.ones(network.input.shape)))
    assert first.min() > 1.9
    (second,) = network.run(network.input.encode(np.zeros(network.input.shape)))
    assert abs(second).max() < 0.1


def test_outputs_are_found_by_size(model: Path) -> None:
    network = load_network(model, threads=1)
    assert network.output(12) == network.outputs[0]
    with pytest.raises(ModelError, match="lacks an output of 195 values"):
        network.output(195)


def test_runs_on_what_its_input_was_filled_with(model: Path) -> None:
    network = load_network(model, threads=1)
    assert network.invokes == 0  # the run that proved it is none
    for value in (0.25, 1.0):
        values = np.full(network.input.shape, value)
        network.view(network.input)[:] = network.input.encode(values)
        network.infer()
        # One int8 step of the output is 2/255.
        assert network.read(network.outputs[0]) == pytest.approx(2 * values, abs=0.011)
    assert network.invokes == 2


def test_does_not_run_while_somebody_holds_its_memory(model: Path) -> None:
    network = load_network(model, threads=1)
    held = network.view(network.input)
    with pytest.raises(ModelError, match="reference"):
        network.infer()
    del held
    network.infer()


def test_start_up_notes_stay_off_stderr(model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    load_network(model, threads=1)
    assert capfd.readouterr().err == ""


def test_encoding_clips_to_what_the_type_holds() -> None:
    spec = TensorSpec(index=0, shape=(3,), dtype=np.dtype(np.int8), scale=1 / 255, zero_point=-128)
    elements = spec.encode(np.array([-1.0, 0.5, 2.0]))
    assert elements.tolist() == [-128, 0, 127]
    assert spec.decode(elements) == pytest.approx([0.0, 0.502, 1.0], abs=1e-3)


@pytest.mark.parametrize("content", [b"", b"hello", b"0123TFL9 and more"])
def test_refuses_what_is_no_model(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.tflite"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="is damaged"):
        load_network(path, threads=1)


def test_refuses_a_missing_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot be read .* Run \./scripts/start once"):
        load_network(tmp_path / "none.tflite", threads=1)


@pytest.mark.skipif(not LITERT, reason="tflite-runtime does not check a model and crashes")
def test_refuses_a_truncated_model(tmp_path: Path) -> None:
    path = tmp_path / "cut.tflite"
    path.write_bytes(FLOAT_MODEL[: len(FLOAT_MODEL) // 2])
    with pytest.raises(ModelError, match=r"cut\.tflite cannot be run"):
        load_network(path, threads=1)


def test_refuses_an_unknown_runtime(model: Path) -> None:
    with pytest.raises(ModelError, match="PLUMBLINE_RUNTIME to litert or tflite"):
        load_network(model, threads=1, runtime="onnx")


def test_names_a_runtime_that_is_not_installed(model: Path) -> None:
    absent = "tflite" if LITERT else "litert"
    module = "tflite_runtime" if LITERT else "ai_edge_litert"
    if importlib.util.find_spec(module) is not None:
        pytest.skip("both runtimes are installed")
    with pytest.raises(ModelError, match="No runtime for pose models works here"):
        load_network(model, threads=1, runtime=absent)
