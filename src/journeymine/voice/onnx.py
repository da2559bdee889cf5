"""Valence by a model file of one's own in ONNX, run where the data lie; nothing is ever downloaded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from journeymine.errors import SettingsError
from journeymine.voice.lexicon import Valence

BATCH = 256


class OnnxReader:
    """Reads by a model whose one input is texts, `(n,)` or `(n, 1)`.

    Its first output of numbers is either valences -1..1, `(n,)` or `(n, 1)`, or probabilities of negative and positive,
    `(n, 2)`, or of negative, neutral and positive, `(n, 3)`.
    """

    def __init__(self, content: bytes) -> None:
        """Open the model.

        Raises:
            ValueError: It is no such model.
        """
        import onnxruntime  # an extra: most projects have no such model

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        inputs = self._session.get_inputs()
        if len(inputs) != 1 or inputs[0].type != "tensor(string)" or len(inputs[0].shape) not in (1, 2):
            raise ValueError("the model must have one input, a tensor of texts (n,) or (n, 1)")
        numbers = [output.name for output in self._session.get_outputs() if output.type.startswith("tensor(float")]
        if not numbers:
            raise ValueError("the model has no output of numbers")
        self._input, self._width, self._output = inputs[0].name, len(inputs[0].shape), numbers[0]
        self._method = f"onnx-{hashlib.sha256(content).hexdigest()[:8]}"

    @property
    def method(self) -> str:
        """The fingerprint of the file."""
        return self._method

    def read(self, texts: Sequence[str]) -> list[Valence]:
        """Return what the model says; None where that is no number.

        Raises:
            ValueError: Its output has another shape.
        """
        found: list[Valence] = []
        for start in range(0, len(texts), BATCH):
            part = np.array([text.replace("\0", " ") for text in texts[start : start + BATCH]], dtype=object)
            given = part if self._width == 1 else part[:, None]
            (output,) = self._session.run([self._output], {self._input: given})
            found += [Valence(None if np.isnan(each) else round(float(each), 6), 0) for each in _read_output(output)]
        return found


def _read_output(output: Any) -> Any:
    numbers = np.asarray(output, dtype=np.float64)
    if numbers.ndim == 2 and numbers.shape[1] in (2, 3):
        return numbers[:, -1] - numbers[:, 0]
    if numbers.ndim == 1 or (numbers.ndim == 2 and numbers.shape[1] == 1):
        return np.clip(numbers.reshape(-1), -1, 1)
    raise ValueError(f"the model's output has the shape {numbers.shape}; (n,), (n, 1), (n, 2) or (n, 3) can be read")


def open_onnx_reader(folder: Path, model: Path | None) -> OnnxReader:
    """Open a project's model.

    Args:
        folder: The project's.
        model: The file, below the folder or with its whole path.

    Raises:
        SettingsError: No file is named or there, onnxruntime is not installed, or the file cannot be used.
    """
    where = "[voice].onnx_model"
    if model is None or not (folder / model).is_file():
        raise SettingsError("there is no such model file" if model else "name the model file", where=where)
    try:
        return OnnxReader((folder / model).read_bytes())
    except ImportError as error:
        raise SettingsError(
            "onnxruntime is not installed", where=where, next_action="Install journeymine with the extra `onnx`."
        ) from error
    except Exception as error:
        if isinstance(error, ValueError) or type(error).__module__.startswith("onnxruntime"):
            raise SettingsError(f"{folder / model} cannot be used: {error}", where=where) from error
        raise
