/// Why series are missing from an exposition; the label `reason` of `belfry_series_dropped_total`.
enum SeriesDropReason: String, CaseIterable, Sendable {
    /// More jobs than `JobExposition.maximumJobs`.
    case jobLimit = "job_limit"
    /// More label sets in one of Belfry's own metrics than a family keeps.
    case labelLimit = "label_limit"
    /// More label sets in a library's metric than a family keeps.
    case libraryLimit = "library_limit"
}
