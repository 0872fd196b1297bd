"""The table of piece vectors in 4 bits."""

from pathlib import Path

import numpy as np
import pytest

from khabar.errors import ModelError
from khabar.models import WIDTH, load_vectors


def _row(numbers: np.ndarray, scales: np.ndarray) -> np.ndarray:
    stored = (numbers + 8).astype(np.uint8)
    half = WIDTH // 2
    return np.concatenate([stored[:half] | stored[half:] << 4, scales.astype(np.float16).view(np.uint8)])


def test_numbers_and_scales_come_back(tmp_path: Path) -> None:
    numbers = np.arange(WIDTH) % 16 - 8
    scales = np.linspace(0.5, 2, WIDTH // 32)
    np.save(tmp_path / "table.npy", np.stack([_row(numbers, scales), _row(-numbers.clip(-7), scales)]))
    vectors = load_vectors(tmp_path / "table.npy")(np.array([1, 0, 0]))
    expected = numbers * np.repeat(scales.astype(np.float16).astype(np.float32), 32)
    assert vectors.shape == (3, WIDTH)
    assert np.allclose(vectors[1], expected)
    assert np.array_equal(vectors[1], vectors[2])


def test_a_missing_table_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="reinstall"):
        load_vectors(tmp_path / "none.npy")
