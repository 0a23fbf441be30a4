# Reads a dataset as R users do, with whichever packages are there, and prints for each way: way, rows, sum of value,
# how many have one, letters of all quotes, last day. Usage: Rscript read_dataset.R FOLDER
out <- commandArgs(trailingOnly = TRUE)[1]
there <- function(package) requireNamespace(package, quietly = TRUE)
tell <- function(way, x) {
  quotes <- as.character(x$quote)
  cat(way, nrow(x), sprintf("%.6f", sum(x$value, na.rm = TRUE)), sum(!is.na(x$value)),
      sum(nchar(quotes[!is.na(quotes)])), format(max(as.Date(x$period_end), na.rm = TRUE)), "\n", sep = "\t")
}

# The descriptor says the type of every column; this is what the package frictionless does with it.
described <- function(name) {
  package <- jsonlite::read_json(file.path(out, "datapackage.json"))
  resource <- Filter(function(r) r$name == name, package$resources)[[1]]
  types <- c(string = "character", integer = "integer", number = "numeric", boolean = "character", date = "Date")
  classes <- vapply(resource$schema$fields, function(f) types[[f$type]], "")
  read.csv(file.path(out, resource$path), colClasses = classes, na.strings = "", encoding = "UTF-8")
}

tell("base", read.csv(file.path(out, "observations.csv"), na.strings = "", encoding = "UTF-8"))
if (there("jsonlite")) tell("datapackage", described("observations"))
if (there("frictionless")) {
  package <- frictionless::read_package(file.path(out, "datapackage.json"))
  tell("frictionless", frictionless::read_resource(package, "observations"))
}
if (there("arrow")) {
  path <- file.path(out, "observations.parquet")
  if (!file.exists(path)) path <- file.path(out, "observations")
  tell("arrow", as.data.frame(arrow::open_dataset(path)))
}
if (there("duckdb")) {
  connection <- DBI::dbConnect(duckdb::duckdb(), file.path(out, "facit.duckdb"), read_only = TRUE)
  tell("duckdb", DBI::dbGetQuery(connection, "SELECT * FROM observations"))
  DBI::dbDisconnect(connection, shutdown = TRUE)
}
