"""What states are called besides their names: "in the Buckeye State"."""

from __future__ import annotations

from collections.abc import Mapping

_NICKNAMES = """
Alabama = yellowhammer state
Alaska = last frontier
Arizona = grand canyon state; copper state
Arkansas = natural state
California = golden state; cali
Colorado = centennial state
Connecticut = nutmeg state; constitution state
Florida = sunshine state
Georgia = peach state
Hawaii = aloha state
Idaho = gem state
Illinois = prairie state; land of lincoln
Indiana = hoosier state
Iowa = hawkeye state
Kansas = sunflower state
Kentucky = bluegrass state
Louisiana = pelican state; bayou state
Maine = pine tree state
Massachusetts = bay state
Michigan = great lakes state; wolverine state
Minnesota = north star state; gopher state; land of 10 000 lakes
Mississippi = magnolia state
Missouri = show me state
Montana = treasure state; big sky country
Nebraska = cornhusker state
Nevada = silver state
New Hampshire = granite state
New Jersey = garden state
New Mexico = land of enchantment
New York = empire state
North Carolina = tar heel state
North Dakota = peace garden state
Ohio = buckeye state
Oklahoma = sooner state
Oregon = beaver state
Pennsylvania = keystone state
Rhode Island = ocean state
South Carolina = palmetto state
South Dakota = mount rushmore state
Tennessee = volunteer state
Texas = lone star state
Utah = beehive state
Vermont = green mountain state
Virginia = old dominion
Washington state = evergreen state
West Virginia = mountain state
Wisconsin = badger state
Wyoming = equality state; cowboy state
"""

NICKNAMES: Mapping[tuple[str, ...], str] = {
    tuple(name.split()): state
    for line in _NICKNAMES.strip().splitlines()
    for state, _, names in (line.partition(" = "),)
    for name in names.split("; ")
}
"""Folded words and the state. Companies are called so, too: a place only after "in" or "near"."""
