"""Put an invented country together: everything that is written, before anything is written; pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.actions.demo_country.companies import Company, Tenure, plan_companies, plan_tenures
from tracker.actions.demo_country.contradictions import with_broken_steps, with_contradictions
from tracker.actions.demo_country.draws import Draws
from tracker.actions.demo_country.filed import FiledReport
from tracker.actions.demo_country.filing import reports_of
from tracker.actions.demo_country.goals import Goals
from tracker.actions.demo_country.ground import Ground
from tracker.actions.demo_country.happening import happening_in
from tracker.actions.demo_country.papers import Paper
from tracker.actions.demo_country.promises import Promise
from tracker.actions.demo_country.provinces import happening_in_areas, happening_in_provinces
from tracker.actions.demo_country.rates import InventedRate, invented_rates
from tracker.actions.demo_country.reporters import Duty, Office, World, duties, filers, offices
from tracker.actions.demo_country.shares import commitments, parts_of_goals
from tracker.actions.demo_country.sites import Sites, plan_sites
from tracker.actions.demo_country.size import CountrySize


@dataclass(frozen=True)
class Country:
    """Everything about an invented country except its reports, which are too many to hold."""

    size: CountrySize
    world: World
    companies: list[Company]
    tenures: list[Tenure]
    offices: list[Office]
    duties: list[Duty]
    promises: list[Promise]
    rates: list[InventedRate]

    @property
    def sites(self) -> Sites:
        """Return the parks and what encloses them."""
        return self.world.sites

    @property
    def papers(self) -> list[Paper]:
        """Return the documents of the goals, each once, in the order of their slugs."""
        named = {promise.paper.slug: promise.paper for promise in self.promises if promise.paper is not None}
        return [named[slug] for slug in sorted(named)]

    def reports(self) -> Iterator[FiledReport]:
        """Yield the reports of everybody who reports, reporter by reporter."""
        for filer in with_contradictions(self.world, filers(self.world, self.tenures)):
            yield from reports_of(filer, self.size, self.world.draws)


def plan_country(size: CountrySize, ground: Ground, taken: frozenset[str] = frozenset()) -> Country:
    """Return an invented country on the ground of real provinces, the same one each time.

    ``taken`` are the names that real places have, as addresses write them: no park or company is called so.
    """
    draws = Draws(size.seed)
    sites = plan_sites(size, ground, draws, taken)
    quarters = size.quarters
    while quarters[-1].number != 4:
        # Goals are set for whole years, so what is still to come is invented too, and reported by nobody.
        quarters.append(quarters[-1].next())
    parks = {slug: happening_in(size, draws, park) for slug, park in sites.parks.items()}
    areas = happening_in_areas(ground, sites, draws, parks, quarters)
    world = World(size, ground, sites, draws, parks, happening_in_provinces(ground, areas, quarters))
    called = frozenset({*taken, *(slug.split("-", maxsplit=3)[3] for slug in sites.parks)})
    companies = plan_companies(size, Draws(f"{size.seed}, companies"), called)
    tenures = plan_tenures(size, draws, sites, companies)
    goals = Goals(world)
    of_provinces = with_broken_steps(world, list(goals.all()))
    promises = [*of_provinces, *parts_of_goals(goals, of_provinces, tenures), *commitments(goals, tenures)]
    return Country(
        size=size,
        world=world,
        companies=companies,
        tenures=tenures,
        offices=offices(world),
        duties=list(duties(world, tenures)),
        promises=promises,
        rates=list(invented_rates(size.quarters)),
    )
