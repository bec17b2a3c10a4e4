"""What states and towns are called besides their names: "in the Buckeye State", "St Pete"."""

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

_SHORT = """
Saint Petersburg, FL = st pete; saint pete; st petes
Las Vegas, NV = vegas; lv nv
Los Angeles, CA = lax; l a x
Orlando, FL = disney world; disneyworld; walt disney world
Anaheim, CA = disneyland
San Francisco, CA = sfo
Richmond, VA = rva
Austin, TX = atx
San Antonio, TX = satx; san anto
Houston, TX = htx; h town
West Palm Beach, FL = wpb
Minneapolis, MN = mpls
Sacramento, CA = sacto
Columbus, OH = cbus
Charlotte, NC = clt; queen city nc
Colorado Springs, CO = co springs; colo springs
Virginia Beach, VA = va beach
Prince George's County, MD = pg county; p g county
Montgomery County, MD = moco md; montgomery co md
Anne Arundel County, MD = aa county
Los Angeles County, CA = la county; l a county
Miami-Dade County, FL = dade county florida; dade county fl; dade
Outer Banks = obx
northwest Arkansas = nwa
Northern Kentucky = nky; n ky
Northwest Indiana = nwi
"""
"""A place and what it is called by those who live there."""

_FOND = """
Chicago, IL = windy city; chi
Detroit, MI = motor city; motown
Boston, MA = beantown
Baltimore, MD = charm city
Las Vegas, NV = sin city
Pittsburgh, PA = steel city; the burgh
Philadelphia, PA = city of brotherly love; illadelph
Denver, CO = mile high city
New Orleans, LA = big easy; crescent city louisiana
New York, NY = big apple
Phoenix, AZ = valley of the sun
Nashville, TN = music city; nash
Seattle, WA = emerald city
Minneapolis, MN = mini apple
"""
"""The same, of names that companies have, too."""


def _towns(table: str) -> Mapping[tuple[str, ...], str]:
    lines = (line.split(" = ") for line in table.strip().splitlines())
    return {tuple(name.split()): town for town, names in lines for name in names.split("; ")}


SHORT, FOND = _towns(_SHORT), _towns(_FOND)
"""Folded words and the town, county or region; of the second a place only after "in" or "near"."""
