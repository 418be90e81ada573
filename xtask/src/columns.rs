//! Tables for terminals.

/// Rows with their columns aligned, a line each: names, which come first, to the left, figures to the right.
pub(crate) fn align(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| rows.iter().filter_map(|it| it.get(at)).map(|it| it.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    rows.iter().map(|row| line(row, &widths)).collect()
}

fn line(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (at, (cell, width)) in row.iter().zip(widths).enumerate() {
        line += &if at == 0 { format!("{cell:<width$}") } else { format!("  {cell:>width$}") };
    }
    line + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_left_and_figures_right() {
        let rows = [["document", "s"], ["a", "10.5"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(align(&rows), "document     s\na         10.5\n");
    }
}
