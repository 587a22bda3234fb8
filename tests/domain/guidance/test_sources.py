import pytest

from diary.domain.guidance.documents import ContentError
from diary.domain.guidance.sources import SourceStatus, parse_grades, parse_sources
from diary.domain.vocabulary import Grade


def source(**fields):
    return parse_sources({"NAY94": {"text": "A survey.", "status": "seen"} | fields})["NAY94"]


def test_a_source_links_to_its_doi_then_pubmed_then_its_page():
    assert source(doi="10.1/x", pmid="1", url="https://a").link == "https://doi.org/10.1/x"
    assert source(pmid="7825490", url="https://a").link == "https://pubmed.ncbi.nlm.nih.gov/7825490/"
    assert source(url="https://a").link == "https://a"
    assert source().link is None


def test_a_source_says_how_far_it_was_read_and_whether_it_was_retracted():
    assert source(status="recheck").status is SourceStatus.RECHECK
    assert source(retracted_by="X").retracted_by == "X"


@pytest.mark.parametrize("fields", [{"status": "maybe"}, {"text": ""}, {"doi": 1}, {"isbn": "1"}])
def test_a_broken_reference_names_its_key(fields):
    with pytest.raises(ContentError, match="NAY94: field"):
        source(**fields)


def test_every_grade_must_have_its_meaning():
    meanings = {grade.value: {"words": "Words", "meaning": "A sentence."} for grade in Grade}
    assert parse_grades(meanings)[Grade.S].meaning == "A sentence."
    del meanings["N"]
    with pytest.raises(ContentError, match="grades, N: field “words”"):
        parse_grades(meanings)
