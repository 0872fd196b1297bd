"""The map of the house: the stages in order, from an article to its record. Pure: no file, clock or network."""

from khabar.account import entities, events, extents, instruments, leads, parts, relays, sources, statements, tallies
from khabar.ingest.article import Article, dated, language_at, prose
from khabar.mentions import places, quantities, quotations, tagger, times, triggers
from khabar.mentions.tagger import Network
from khabar.record import Record


def read_article(article: Article, network: Network) -> Record:
    """Everything that Khabar says about one article."""
    text, blocks = article.text, prose(article)
    tagged = tagger.read(text, blocks, network)
    found_times = times.find(text, dated(article), article.published)
    found_quantities = quantities.find(text, blocks, found_times)
    found_places = places.find(text, blocks)
    quoted = quotations.find(text, blocks)
    kept = extents.complete(text, blocks, statements.distinct(tagged.frames), quoted)
    opening = leads.find(text, blocks, kept, tagged.names)
    speakers = sources.find(text, kept, [language_at(blocks, f.cue.start) for f in kept], opening)
    kept = relays.complete(text, blocks, kept, speakers)
    named = parts.find(article, blocks, kept, speakers, tagged.names)
    others = parts.names(text, blocks, tagged.names, named, found_places)
    found_entities, mentions = entities.build((*named, *others), found_places, article.published)
    page = statements.Page(
        text=text,
        blocks=blocks,
        times=found_times,
        quotations=quoted,
        places=found_places,
    )
    said = statements.build(page, kept, speakers, parts.cast(named, found_entities, mentions), network)
    happened, found_entities, mentions = events.build(
        events.Page(text, blocks, found_entities, mentions, found_times, said, article.published),
        triggers.choose(text, blocks, tagged, network),
        tagged,
        network,
    )
    in_force = instruments.build(
        instruments.Page(text, blocks, found_entities, mentions, found_times, said, happened, article.published)
    )
    return Record(
        id=article.id,
        url=article.url,
        outlet=article.outlet,
        language=article.language,
        title=article.title,
        published=article.published,
        published_evidence=article.published_evidence,
        text=text,
        blocks=article.blocks,
        entities=found_entities,
        mentions=mentions,
        times=found_times,
        quantities=found_quantities,
        statements=said,
        events=happened,
        tallies=tallies.build(article, found_quantities, found_times, said, found_places),
        instruments=in_force,
        warnings=article.warnings,
    )
