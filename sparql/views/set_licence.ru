#+ summary: State the licence of a graph in the catalogue, or that nobody has said it.
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
DELETE { GRAPH <https://w3id.org/bwise/graph/catalog> { ?graph dct:license ?before } }
WHERE {
  VALUES ?graph { UNDEF }
  GRAPH <https://w3id.org/bwise/graph/catalog> { ?graph dct:license ?before }
} ;
INSERT { GRAPH <https://w3id.org/bwise/graph/catalog> { ?graph dct:license ?licence } }
WHERE {
  VALUES ?graph { UNDEF }
  VALUES ?licence { UNDEF }
  GRAPH <https://w3id.org/bwise/graph/catalog> { ?graph a dcat:Dataset }
}
