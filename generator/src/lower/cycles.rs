//! Strongly connected components of a small graph.

/// For each node the number of its component. Two nodes have the same number if and only if each is
/// reached from the other. Iterative (Tarjan), so that no input is too deep for it.
pub(super) fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut search = Search {
        edges,
        order: vec![UNSEEN; edges.len()],
        low: vec![0; edges.len()],
        open: Vec::new(),
        component: vec![UNSEEN; edges.len()],
        seen: 0,
        found: 0,
    };
    for node in 0..edges.len() {
        if search.order[node] == UNSEEN {
            search.run(node);
        }
    }
    search.component
}

const UNSEEN: usize = usize::MAX;

struct Search<'a> {
    edges: &'a [Vec<usize>],
    order: Vec<usize>,
    low: Vec<usize>,
    open: Vec<usize>,
    component: Vec<usize>,
    seen: usize,
    found: usize,
}

impl Search<'_> {
    fn run(&mut self, root: usize) {
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if let Some(&target) = self.edges[node].get(*next) {
                *next += 1;
                if self.order[target] == UNSEEN {
                    self.enter(target);
                    path.push((target, 0));
                } else if self.component[target] == UNSEEN {
                    self.low[node] = self.low[node].min(self.order[target]);
                }
            } else {
                path.pop();
                if let Some((parent, _)) = path.last() {
                    self.low[*parent] = self.low[*parent].min(self.low[node]);
                }
                self.leave(node);
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = self.seen;
        self.low[node] = self.seen;
        self.seen += 1;
        self.open.push(node);
    }

    fn leave(&mut self, node: usize) {
        if self.low[node] != self.order[node] {
            return;
        }
        while let Some(member) = self.open.pop() {
            self.component[member] = self.found;
            if member == node {
                break;
            }
        }
        self.found += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn finds_what_reaches_itself() {
        let found = components(&[vec![1], vec![2], vec![1, 3], vec![]]);
        assert_eq!(found[1], found[2]);
        assert_ne!(found[0], found[1]);
        assert_ne!(found[3], found[1]);
    }
}
