"""Geodesic miles on WGS84, and between which lengths they lie, from the straight line through the earth alone."""

from __future__ import annotations

import math

import numpy as np
from geopy.distance import geodesic
from numpy.typing import NDArray

METRES_A_MILE = 1609.344
_A = 6378137.0
_F = 1 / 298.257223563
_B = _A * (1 - _F)
_E2 = _F * (2 - _F)
"""WGS84 (NIMA TR8350.2): equatorial radius and flattening. Metres."""

FLATTEST = _A**2 / _B
ROUNDEST = _B**2 / _A
"""Metres: the radius of curvature is largest at the poles, in every direction, and smallest along a meridian at the
equator. So a geodesic is at least as long as the arc over its chord on a sphere of FLATTEST and at most as long as the
one on a sphere of ROUNDEST: between them are 1 mm at 25 miles, 9 cm at 100, 1.3 km at 2,500."""

NEAR = 200.0
"""Miles up to which `bent_miles` are geodesic: within 0.1 mm there, 3 micrometres at 100 miles, 9 mm at 500."""

_SETTLED = 1e-11
"""Radians of longitude, 64 micrometres at the equator: the iteration has settled."""

Floats = NDArray[np.float64]


def arc_miles(chord: float, radius: float) -> float:
    """The arc over a chord of so many metres, in miles, on a sphere of a radius; infinite over more than a diameter."""
    half = chord / (2 * radius)
    return 2 * radius / METRES_A_MILE * math.asin(half) if half < 1 else math.inf


def chord_metres(miles: float, radius: float) -> float:
    """The chord under an arc of so many miles on a sphere of a radius; a diameter under more than half a turn."""
    turn = min(miles * METRES_A_MILE / (2 * radius), math.pi / 2)
    return 2 * radius * math.sin(turn)


def earth_centred(latitude: Floats, longitude: Floats) -> Floats:
    """WGS84 x, y, z in metres, on the ellipsoid: (points, 3)."""
    phi, lam = np.radians(latitude), np.radians(longitude)
    normal = _A / np.sqrt(1 - _E2 * np.sin(phi) ** 2)
    flat = normal * np.cos(phi)
    return np.stack([flat * np.cos(lam), flat * np.sin(lam), normal * (1 - _F) ** 2 * np.sin(phi)], axis=1)


def centre(latitude: float, longitude: float) -> tuple[float, float, float]:
    """The same of one point, without arrays: a microsecond instead of thirty."""
    phi, lam = math.radians(latitude), math.radians(longitude)
    normal = _A / math.sqrt(1 - _E2 * math.sin(phi) ** 2)
    flat = normal * math.cos(phi)
    return flat * math.cos(lam), flat * math.sin(lam), normal * (1 - _F) ** 2 * math.sin(phi)


def bent_miles(here: Floats, places: Floats) -> Floats:
    """Miles from one place to many, x, y, z in metres, (3,) and (n, 3): the arc over the chord, bent as the ellipsoid
    is in the middle between the two, in the direction of the chord (Euler's theorem on normal sections). A tenth of the
    time of `geodesic_miles`; for how far it is right, see NEAR."""
    lines, middle = places - here, places + here
    squares = np.einsum("ij,ij->i", lines, lines)
    flat = middle[:, 0] ** 2 + middle[:, 1] ** 2
    up = middle[:, 2] / (1 - _E2)
    east = (lines[:, 1] * middle[:, 0] - lines[:, 0] * middle[:, 1]) ** 2
    share = np.divide(east, flat * squares, out=np.zeros_like(east), where=flat * squares > 0)
    steep = 1 - _E2 * up**2 / np.maximum(flat + up**2, 1e-9)  # 0 between two ends of the earth
    bend = (share + (1 - share) * steep / (1 - _E2)) * np.sqrt(steep) / _A
    half = np.minimum(np.sqrt(squares) * bend / 2, 1)
    miles: Floats = np.arcsin(half) * (2 / METRES_A_MILE) / bend
    return miles


def geodesic_miles(latitude: float | Floats, longitude: float | Floats, points: Floats) -> Floats:
    """Geodesic miles from one point to many, (n, 2) degrees: Vincenty's inverse formula (Survey Review 23, 1975).
    Or, with n latitudes and longitudes, pair by pair.

    It converges to under a millimetre except for points nearly opposite on the globe; those few are asked of geopy.
    """
    u1 = np.arctan((1 - _F) * np.tan(np.radians(latitude)))
    u2 = np.arctan((1 - _F) * np.tan(np.radians(points[:, 0])))
    turn = np.radians((points[:, 1] - longitude + 180) % 360 - 180)
    metres, settled = _vincenty(u1, u2, turn)
    for i in np.flatnonzero(~settled):
        here = (np.broadcast_to(each, len(points))[i] for each in (latitude, longitude))
        metres[i] = geodesic(tuple(here), tuple(points[i])).meters
    return metres / METRES_A_MILE


def _vincenty(u1: float | Floats, u2: Floats, turn: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Metres, and where the iteration settled. `u1`, `u2` are reduced latitudes, `turn` longitudes' difference,
    radians."""
    lam, change = turn.copy(), np.ones_like(turn)
    sin1, cos1, sin2, cos2 = np.sin(u1), np.cos(u1), np.sin(u2), np.cos(u2)
    for _ in range(20):
        sin_sigma = np.hypot(cos2 * np.sin(lam), cos1 * sin2 - sin1 * cos2 * np.cos(lam))
        cos_sigma = sin1 * sin2 + cos1 * cos2 * np.cos(lam)
        sigma = np.arctan2(sin_sigma, cos_sigma)
        sin_alpha = np.divide(cos1 * cos2 * np.sin(lam), sin_sigma, out=np.zeros_like(lam), where=sin_sigma != 0)
        cos2_alpha = 1 - sin_alpha**2
        middle = np.divide(2 * sin1 * sin2, cos2_alpha, out=np.zeros_like(lam), where=cos2_alpha > 1e-15)
        cos_2m = np.where(cos2_alpha > 1e-15, cos_sigma - middle, 0.0)
        c = _F / 16 * cos2_alpha * (4 + _F * (4 - 3 * cos2_alpha))
        tail = sigma + c * sin_sigma * (cos_2m + c * cos_sigma * (2 * cos_2m**2 - 1))
        new = turn + (1 - c) * _F * sin_alpha * tail
        change = np.abs(new - lam)
        lam = new
        if not change.size or change.max() < _SETTLED:
            break
    return _length(cos2_alpha, sigma, sin_sigma, cos_sigma, cos_2m), (change < _SETTLED) & (np.abs(lam) <= np.pi)


def _length(cos2_alpha: Floats, sigma: Floats, sin_sigma: Floats, cos_sigma: Floats, cos_2m: Floats) -> Floats:
    u2 = cos2_alpha * (_A**2 - _B**2) / _B**2
    a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
    b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))
    inner = cos_sigma * (2 * cos_2m**2 - 1) - b / 6 * cos_2m * (4 * sin_sigma**2 - 3) * (4 * cos_2m**2 - 3)
    delta: Floats = b * sin_sigma * (cos_2m + b / 4 * inner)
    return _B * a * (sigma - delta)
