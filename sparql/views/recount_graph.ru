#+ summary: Put right what the catalogue says of a graph whose statements have changed; what it held the whole of is open then.
PREFIX bw: <https://w3id.org/bwise/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX void: <http://rdfs.org/ns/void#>
DELETE {
  GRAPH <https://w3id.org/bwise/graph/catalog> {
    ?graph void:triples ?counted ; prov:generatedAtTime ?then ; prov:wasGeneratedBy ?before .
    ?checksum spdx:checksumValue ?old .
    ?graph ?held ?scheme .
  }
}
INSERT {
  GRAPH <https://w3id.org/bwise/graph/catalog> {
    ?graph void:triples ?statements ; prov:generatedAtTime ?moment ; prov:wasGeneratedBy ?activity .
    ?checksum spdx:checksumValue ?digest .
  }
}
WHERE {
  VALUES ?graph { UNDEF }
  VALUES ?statements { UNDEF }
  VALUES ?digest { UNDEF }
  VALUES ?moment { UNDEF }
  VALUES ?activity { UNDEF }
  GRAPH <https://w3id.org/bwise/graph/catalog> {
    ?graph void:triples ?counted ; prov:generatedAtTime ?then ; prov:wasGeneratedBy ?before ; spdx:checksum ?checksum .
    ?checksum spdx:checksumValue ?old .
    OPTIONAL { VALUES ?held { bw:holdsAllOf bw:holdsPartOf } ?graph ?held ?scheme }
  }
}
