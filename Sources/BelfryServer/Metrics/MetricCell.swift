/// One series' value, or one histogram's: what a family has per combination of label values.
protocol MetricCell: AnyObject, Sendable {
    /// Appends the cell's samples; `labels` is what stands between the braces, escaped, without `le`.
    func write(to writer: inout ExpositionWriter, name: String, labels: [UInt8])
}
