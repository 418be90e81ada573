//! Which types a request carries, and which a response or an event.

use crate::ir::{Additional, Catalog, Direction, Inbox, Manifest, Operation, Shape, TypeDef, TypeId, TypeRef};

/// Follows every use from the operations and events downwards and marks the types on the way. Programs build manifests, as
/// they build what requests carry.
pub(super) fn mark(
    types: &mut [TypeDef],
    operations: &[Operation],
    catalogs: &[Catalog],
    inboxes: &[Inbox],
    manifests: &[Manifest],
) {
    let (mut requests, mut responses) = (Vec::new(), Vec::new());
    let documents: Vec<TypeRef> = manifests.iter().map(|it| TypeRef::Named(it.ty)).collect();
    requests.extend(&documents);
    let params: Vec<TypeRef> =
        inboxes.iter().flat_map(|it| &it.messages).filter_map(|it| Some(TypeRef::Named(it.parameters_type?))).collect();
    responses.extend(&params);
    for message in inboxes.iter().flat_map(|it| &it.messages) {
        // The server sends what it takes of operations, and takes what it sends there.
        responses.extend(message.body.iter().map(|it| &it.content.ty));
        requests.extend(message.answers.iter().filter_map(|it| Some(&it.content.as_ref()?.ty)));
    }
    for operation in operations {
        requests.extend(operation.parameters.iter().map(|it| &it.ty));
        requests.extend(operation.body.iter().map(|it| &it.content.ty));
        let answers = operation.success.iter().chain(&operation.errors);
        responses.extend(answers.clone().filter_map(|it| Some(&it.content.as_ref()?.ty)));
        responses.extend(answers.flat_map(|it| &it.headers).filter_map(|it| it.ty.as_ref()));
    }
    for catalog in catalogs {
        for event in &catalog.events {
            if event.direction != Direction::Receive {
                requests.push(&event.payload);
                requests.extend(catalog.envelope.fields.iter().map(|it| &it.ty));
            }
            if event.direction != Direction::Send {
                responses.push(&event.payload);
                responses.extend(catalog.envelope.fields.iter().map(|it| &it.ty));
            }
        }
    }
    let requests = reach(types, &requests);
    let responses = reach(types, &responses);
    for (index, ty) in types.iter_mut().enumerate() {
        ty.in_request = requests[index];
        ty.in_response = responses[index];
    }
}

fn reach(types: &[TypeDef], roots: &[&TypeRef]) -> Vec<bool> {
    let mut reached = vec![false; types.len()];
    let mut open: Vec<TypeId> = roots.iter().filter_map(|it| it.named()).collect();
    while let Some(id) = open.pop() {
        let index = id.0 as usize;
        if std::mem::replace(&mut reached[index], true) {
            continue;
        }
        match &types[index].shape {
            Shape::Object(object) => {
                open.extend(object.fields.iter().filter_map(|it| it.ty.named()));
                if let Additional::Typed(ty) = &object.additional {
                    open.extend(ty.named());
                }
            }
            Shape::Union(union) => open.extend(union.variants.iter().filter_map(|it| it.ty.named())),
            Shape::Alias(ty) => open.extend(ty.named()),
            Shape::Enum(_) | Shape::Foreign(_) => {}
        }
    }
    reached
}
