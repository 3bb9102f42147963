"""Instruments as plain data, the way regulations hold them."""

from __future__ import annotations

from malaqbiq.kernel.canonical import Json

DEFAULT: dict[str, Json] = {
    "instrument": "malaqbiq",
    "version": 1,
    "title": "Evaluasi PPNPN",
    "label": "bawaan Malaqbiq, bukan ketentuan KPU",
    "objection_days": 3,
    "components": [
        {"key": "attendance", "title": "Presensi", "kind": "attendance", "weight": 30},
        {"key": "result", "title": "Hasil kinerja", "kind": "monthly", "weight": 40},
        {"key": "behaviour", "title": "Sikap dan perilaku", "kind": "direct_superior", "weight": 30},
    ],
    "bands": [
        {"from": 91, "key": "sangat_baik", "title": "Sangat baik"},
        {"from": 76, "key": "baik", "title": "Baik"},
        {"from": 61, "key": "cukup", "title": "Cukup"},
        {"from": 51, "key": "kurang", "title": "Kurang"},
        {"from": 0, "key": "buruk", "title": "Buruk"},
    ],
    "advice": [
        {"from": 61, "key": "extend"},
        {"from": 51, "key": "extend_with_coaching"},
        {"from": 0, "key": "do_not_extend"},
    ],
}

WRITTEN_TEST: dict[str, Json] = {
    "instrument": "bawaslu-2020",
    "version": 1,
    "title": "Evaluasi PPNPN Bawaslu",
    "label": "",
    "objection_days": 3,
    "components": [
        {"key": "test", "title": "Tes tertulis", "kind": "written_test", "weight": 50},
        {"key": "direct", "title": "Atasan langsung", "kind": "direct_superior", "weight": 25},
        {"key": "indirect", "title": "Atasan tidak langsung", "kind": "indirect_superior", "weight": 25},
    ],
    "bands": [
        {"from": 60, "key": "ms", "title": "Memenuhi syarat"},
        {"from": 0, "key": "tms", "title": "Tidak memenuhi syarat"},
    ],
    "advice": [{"from": 60, "key": "extend"}, {"from": 0, "key": "do_not_extend"}],
}

PEERS: dict[str, Json] = {
    **DEFAULT,
    "instrument": "peers",
    "components": [{"key": "peers", "title": "Rekan", "kind": "peers", "weight": 100}],
}
