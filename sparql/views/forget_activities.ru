#+ summary: Take activities that no graph was made by any more out of the catalogue.
PREFIX prov: <http://www.w3.org/ns/prov#>
DELETE { GRAPH <https://w3id.org/bwise/graph/catalog> { ?activity ?p ?o } }
WHERE {
  GRAPH <https://w3id.org/bwise/graph/catalog> {
    ?activity a prov:Activity ; prov:endedAtTime ?ended .
    FILTER NOT EXISTS { ?graph prov:wasGeneratedBy ?activity }
    ?activity ?p ?o .
  }
}
